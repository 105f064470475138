package io.quarkiverse.journal.runtime.http;

/**
 * Carries a problem from where it is found to where it is answered. Made often and never logged, hence without a stack trace.
 */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    RefusedException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
