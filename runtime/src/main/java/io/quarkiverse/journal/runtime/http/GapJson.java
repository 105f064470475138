package io.quarkiverse.journal.runtime.http;

import java.util.Locale;

import io.quarkiverse.journal.Gap;

/** A gap's members, the same in every format. Nothing in them needs escaping: a topic's name is plain ASCII. */
final class GapJson {

    private GapJson() {
    }

    static String members(Gap gap) {
        return "\"reason\":\"" + gap.reason().name().toLowerCase(Locale.ROOT) + "\",\"requested\":" + gap.requested()
                + ",\"first\":" + gap.first() + (gap.topic() == null ? "" : ",\"topic\":\"" + gap.topic() + "\"");
    }
}
