package io.quarkiverse.journal.deployment.devservices;

import java.util.logging.Level;

import org.jboss.logmanager.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps a library's log down for a while, unless the application asked for it with a level of its own. */
final class QuietLog implements AutoCloseable {

    private final Logger logger;
    private final @Nullable Level before;

    private QuietLog(String category, Level level) {
        logger = Logger.getLogger(category);
        before = logger.getLevel();
        if (before == null) {
            logger.setLevel(level);
        }
    }

    static QuietLog of(String category, Level level) {
        return new QuietLog(category, level);
    }

    @Override
    public void close() {
        logger.setLevel(before);
    }
}
