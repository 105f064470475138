package io.quarkiverse.journal.runtime.http;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.runtime.config.Face;
import io.quarkiverse.journal.runtime.config.JournalNames;

/**
 * What decides on requests to all journals.
 *
 * @param rolesMatter whether roles are looked at: a test, or dev mode, may have switched authorization off
 * @param authorizer asks the application's authorizer, if there is one
 */
record Guards(BooleanSupplier rolesMatter, @Nullable AuthorizerCall authorizer) {

    AccessControl of(String journal, Face face, Duration interval) {
        return new AccessControl(JournalNames.shown(journal), new Roles(face.readRoles()), new Roles(face.publishRoles()),
                rolesMatter, authorizer, interval);
    }
}
