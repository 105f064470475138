package io.quarkiverse.journal;

import java.util.Locale;

/**
 * A reading of plain events met a gap. Use {@link Journal#subscribe} to receive gaps as frames and go on.
 */
public class GapException extends JournalException {

    private static final long serialVersionUID = 1L;

    private final transient Gap gap;

    /**
     * Carries the gap.
     *
     * @param gap the gap
     */
    public GapException(Gap gap) {
        super("Events" + (gap.topic() == null ? "" : " of topic " + gap.topic()) + " are missing after position "
                + gap.requested() + " (" + gap.reason().name().toLowerCase(Locale.ROOT)
                + "); the first one kept is " + gap.first());
        this.gap = gap;
    }

    /**
     * What is missing.
     *
     * @return the gap
     */
    public Gap gap() {
        return gap;
    }
}
