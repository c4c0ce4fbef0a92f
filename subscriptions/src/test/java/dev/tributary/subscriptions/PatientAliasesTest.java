package dev.tributary.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.subscriptions.registry.PatientAliases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** MG-02: who lives on as whom, after any number of merges and splits. */
class PatientAliasesTest {

    private final HikariDataSource database = TestDatabase.H2.open();
    private final PatientAliases aliases = new PatientAliases(new JdbcTemplate(database));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aChainOfMerges_leadsToItsEnd() {
        aliases.replace("Patient/a", "Patient/b");
        aliases.replace("Patient/b", "Patient/c");
        aliases.replace("Patient/c", "Patient/d");

        assertThat(aliases.heir("Patient/a")).contains("Patient/d");
        assertThat(aliases.heir("Patient/b")).contains("Patient/d");
        assertThat(aliases.heir("Patient/d")).isEmpty();
    }

    @Test
    void whoLivesAgain_isTheEndOfItsOwnChain() {
        aliases.replace("Patient/a", "Patient/b");
        aliases.replace("Patient/b", "Patient/c");

        aliases.revive("Patient/b");

        assertThat(aliases.heir("Patient/a")).contains("Patient/b");
        assertThat(aliases.heir("Patient/b")).isEmpty();
    }

    @Test
    void aChainThatTurnsAround_hasAnEnd() {
        aliases.replace("Patient/a", "Patient/b");
        aliases.revive("Patient/a");
        aliases.replace("Patient/b", "Patient/a");

        assertThat(aliases.heir("Patient/b")).contains("Patient/a");
        assertThat(aliases.heir("Patient/a")).isEmpty();
    }
}
