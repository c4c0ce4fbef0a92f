package dev.tributary.server.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.interceptor.auth.PolicyEnum;
import dev.tributary.server.security.Caller;
import dev.tributary.server.security.Role;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Subscription;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class OwnSubscriptionsTest {

    private final JdbcTemplate jdbc =
            new JdbcTemplate(new DriverManagerDataSource("jdbc:h2:mem:own;DB_CLOSE_DELAY=-1"));
    private final OwnSubscriptions rule =
            new OwnSubscriptions(new SubscriptionOwners(jdbc), new Caller("panel", Set.of(Role.SUBSCRIBER)));
    private final SystemRequestDetails search = new SystemRequestDetails();

    OwnSubscriptionsTest() {
        jdbc.execute("create schema if not exists hub");
        jdbc.execute("create table if not exists hub.subscription (id varchar(64), owner varchar(64))");
    }

    /** It was deleted between the search's query and its answer. */
    @Test
    void oneDeletedWhileItsOwnerSearches_doesNotForbidTheSearch() {
        OwnSubscriptions.remember(List.of("1"), search);

        assertThat(verdict("1")).isEqualTo(PolicyEnum.ALLOW);
    }

    @Test
    void oneOfAnotherClient_staysForbidden() {
        jdbc.update("insert into hub.subscription values ('2', 'somebody-else')");
        OwnSubscriptions.remember(List.of("1"), search);

        assertThat(verdict("2")).isEqualTo(PolicyEnum.DENY);
    }

    private PolicyEnum verdict(String id) {
        var found = new Subscription();
        found.setId("Subscription/" + id);
        return rule.applyRule(
                        RestOperationTypeEnum.SEARCH_TYPE,
                        search,
                        null,
                        null,
                        found,
                        null,
                        Set.of(),
                        Pointcut.SERVER_OUTGOING_RESPONSE)
                .getDecision();
    }
}
