package io.quarkiverse.journal.faults;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jboss.logging.Logger;

/** What has happened in a run, so that one can see that there was something to check. */
final class Report {

    private static final Logger LOG = Logger.getLogger(Report.class);

    private Report() {
    }

    static void log(Rows rows, List<Attempt> attempts, int closings, List<Reader> readers, Map<String, Integer> faults,
            long seconds) {
        int refusedAsOutdated = 0;
        Map<String, Integer> outcomes = new TreeMap<>();
        for (Attempt attempt : attempts) {
            outcomes.merge(attempt.shape + " " + attempt.answer().outcome(), 1, Integer::sum);
            refusedAsOutdated += attempt.answer().actual() == Attempt.ANY ? 0 : 1;
        }
        LOG.infof("%d events in %d s, of %d attempts: %s; %d of them came too late for the position that they expected",
                rows.head(), seconds, attempts.size(), outcomes, refusedAsOutdated);
        long removed = 0;
        int ends = 0;
        for (long position = 1; position <= rows.head(); position++) {
            removed += rows.isThere(position) && position <= rows.floor(rows.topic(position)) ? 1 : 0;
            ends += rows.isEnd(position) ? 1 : 0;
        }
        LOG.infof("%d events were past retention; %d topics were closed, which was said %d times", removed, ends, closings);
        Map<String, Integer> frames = new LinkedHashMap<>();
        readers.forEach(reader -> reader.log().counts().forEach((kind, count) -> frames.merge(kind, count, Integer::sum)));
        LOG.infof("%d readers got %s", readers.size(), frames);
        faults.forEach((name, times) -> LOG.infof("%4d times: %s", times, name));
        LOG.infof("%4d faults", faults.values().stream().mapToInt(Integer::intValue).sum());
    }
}
