package io.quarkiverse.journal.runtime.connector;

import org.jspecify.annotations.Nullable;

import io.quarkiverse.journal.RawJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The JSON types of Vert.x, common in messages, which the application's Jackson mapper takes for beans. */
final class VertxJson {

    private VertxJson() {
    }

    static boolean isOfVertx(Class<?> type) {
        return type == JsonObject.class || type == JsonArray.class;
    }

    /** A payload that the journal's publisher encodes as what it means. */
    static @Nullable Object plain(@Nullable Object payload) {
        if (payload instanceof JsonObject object) {
            return new RawJson(object.encode());
        }
        return payload instanceof JsonArray array ? new RawJson(array.encode()) : payload;
    }

    static Object read(String json, Class<?> type) {
        return type == JsonObject.class ? new JsonObject(json) : new JsonArray(json);
    }
}
