package dev.tributary.server.rosters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.subscriptions.rosters.RosterKey;
import dev.tributary.subscriptions.rosters.RosterLine;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rosters as people export them. */
class RosterCsvTest {

    @Test
    void identifiers_areRead() {
        var read = RosterCsv.read("system,value\nhttps://hospital.example/mrn,M1\n,\"M,2\"\n\nhttps://x,\n");
        assertThat(read.problem()).isEmpty();
        assertThat(read.lines())
                .containsExactly(
                        new RosterLine(
                                1, RosterKey.ofIdentifier("https://hospital.example/mrn", "M1"), Optional.empty()),
                        new RosterLine(2, RosterKey.ofIdentifier("", "M,2"), Optional.empty()));
        assertThat(read.unreadable()).containsExactly(3);
    }

    @Test
    void names_areReadWithSemicolonsAndAByteOrderMark() {
        var read = RosterCsv.read(
                "\uFEFFLast Name;First Name;Date of Birth;Phone\r\nMüller;Änne;1950-03-01;1\r\nMeier;Bob;19600102;2\r\nNo;Body;1.2.1990;3\r\n");
        assertThat(read.lines())
                .extracting(RosterLine::person)
                .containsExactly(
                        RosterKey.ofPerson("Muller", "ANNE", "1950-03-01"),
                        RosterKey.ofPerson("Meier", "Bob", "1960-01-02"));
        assertThat(read.unreadable()).containsExactly(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "name,phone\nx,1\n", "value,value\n1,2\n", "value\n\"1", "family,given\nA,B\n"})
    void whatNamesNobody_isRefused(String text) {
        assertThat(RosterCsv.read(text).problem()).isNotEmpty();
    }
}
