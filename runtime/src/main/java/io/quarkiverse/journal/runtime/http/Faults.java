package io.quarkiverse.journal.runtime.http;

import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with a body, up to a bound, so that a publisher can mend it in one go. */
final class Faults {

    private static final int MOST = 100;

    private final List<Problem.Fault> found = new ArrayList<>();
    private int count;

    void add(String pointer, String detail) {
        add(new Problem.Fault(pointer, detail));
    }

    void add(Problem.Fault fault) {
        count++;
        if (found.size() < MOST) {
            found.add(fault);
        }
    }

    int count() {
        return count;
    }

    void throwIfAny() {
        if (count > 0) {
            throw new RefusedException(Problem.unprocessable(
                    "The body cannot be published: " + count + (count == 1 ? " error" : " errors") + ", the first "
                            + (found.get(0).inHeader() ? "in the header '" : "at '")
                            + found.get(0).pointer() + "': " + found.get(0).detail()
                            + (count > MOST ? ". Only the first " + MOST + " are listed" : ""),
                    List.copyOf(found)));
        }
    }

    /** A member below a pointer. */
    static String member(String pointer, String name) {
        return pointer + '/' + name.replace("~", "~0").replace("/", "~1");
    }
}
