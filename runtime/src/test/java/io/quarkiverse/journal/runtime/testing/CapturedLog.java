package io.quarkiverse.journal.runtime.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.jboss.logmanager.ExtLogRecord;

/**
 * What a class logs while a test runs.
 */
public final class CapturedLog extends Handler implements AutoCloseable {

    private final Logger logger;
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    private CapturedLog(Logger logger) {
        this.logger = logger;
    }

    public static CapturedLog of(Class<?> loggingClass) {
        return of(loggingClass.getName());
    }

    /** What a class and all others of its package log. */
    public static CapturedLog ofPackage(Class<?> loggingClass) {
        return of(loggingClass.getPackageName());
    }

    private static CapturedLog of(String name) {
        Logger logger = Logger.getLogger(name);
        CapturedLog captured = new CapturedLog(logger);
        logger.addHandler(captured);
        return captured;
    }

    public List<String> warnings() {
        return at(Level.WARNING.intValue());
    }

    public List<String> errors() {
        return at(Level.SEVERE.intValue());
    }

    public List<String> infos() {
        return at(Level.INFO.intValue());
    }

    private List<String> at(int level) {
        return records.stream().filter(logged -> logged.getLevel().intValue() == level)
                .map(logged -> logged instanceof ExtLogRecord ext ? ext.getFormattedMessage() : logged.getMessage()).toList();
    }

    @Override
    public void publish(LogRecord logged) {
        records.add(logged);
    }

    @Override
    public void flush() {
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
