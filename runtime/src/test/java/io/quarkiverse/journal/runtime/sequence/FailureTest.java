package io.quarkiverse.journal.runtime.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {

    @ParameterizedTest
    @CsvSource({ ",CONNECTION", "x,CONNECTION", "08006,CONNECTION", "08003,CONNECTION", "57P01,CONNECTION", "57014,CONNECTION",
            "25P03,CONNECTION", "25006,CONNECTION", "58030,CONNECTION", "XX000,CONNECTION", "22021,EVENTS", "22P02,EVENTS",
            "23514,EVENTS", "23505,EVENTS", "54000,EVENTS", "55P03,ATTEMPT", "53100,ATTEMPT", "53300,ATTEMPT", "42501,ATTEMPT",
            "40P01,ATTEMPT", "28P01,ATTEMPT" })
    void onlyWhatTheServerRefusesInTheEventsIsBlamedOnThem(String state, Failure expected) {
        assertThat(Failure.of(new SQLException("reason", state))).isEqualTo(expected);
    }
}
