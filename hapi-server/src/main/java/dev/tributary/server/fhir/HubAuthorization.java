package dev.tributary.server.fhir;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.interceptor.auth.AuthorizationInterceptor;
import ca.uhn.fhir.rest.server.interceptor.auth.IAuthRule;
import ca.uhn.fhir.rest.server.interceptor.auth.IAuthRuleBuilder;
import ca.uhn.fhir.rest.server.interceptor.auth.PolicyEnum;
import ca.uhn.fhir.rest.server.interceptor.auth.RuleBuilder;
import dev.tributary.server.security.Caller;
import dev.tributary.server.security.Callers;
import dev.tributary.server.security.Role;
import dev.tributary.subscriptions.acknowledgement.AcknowledgementStore;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StructureMap;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.ValueSet;

/**
 * What each role may do at the FHIR server. What no rule allows is denied. Sources write through the pipeline, in front of this
 * server; here they only read what is their own.
 */
final class HubAuthorization extends AuthorizationInterceptor implements RequestRule {

    private final SubscriptionOwners owners;
    private final TopicOwners topics;
    private final AcknowledgementStore tasks;

    HubAuthorization(SubscriptionOwners owners, TopicOwners topics, AcknowledgementStore tasks) {
        super(PolicyEnum.DENY);
        this.owners = owners;
        this.topics = topics;
        this.tasks = tasks;
    }

    @Override
    public List<IAuthRule> buildRuleList(RequestDetails request) {
        var rules = new RuleBuilder();
        rules.allow("metadata").metadata();
        var own = request.getAttribute(OWN_REFERENCE);
        if (own instanceof String reference) {
            return new RuleBuilder()
                    .allow("own resource")
                    .read()
                    .instance(new IdType(reference))
                    .build();
        }
        Callers.current().ifPresent(caller -> {
            subscriptionOperations(rules, caller);
            if (caller.is(Role.READER) || caller.is(Role.STEWARD) || caller.is(Role.OPERATOR)) {
                records(rules);
                lookUps(rules);
            }
            if (caller.is(Role.STEWARD) || caller.is(Role.OPERATOR)) {
                stewardship(rules);
            }
            if (caller.is(Role.OPERATOR)) {
                terminology(rules);
            }
        });
        var all = new ArrayList<IAuthRule>();
        Callers.current().ifPresent(caller -> {
            all.add(new OwnSubscriptions(owners, caller));
            all.add(new OwnTopics(topics, caller));
            all.add(new OwnTasks(tasks, caller));
        });
        all.addAll(rules.build());
        return all;
    }

    private static void subscriptionOperations(IAuthRuleBuilder rules, Caller caller) {
        if (caller.is(Role.SUBSCRIBER) || caller.is(Role.OPERATOR)) {
            rules.allow("status").operation().named("$status").onAnyInstance().andAllowAllResponses();
            rules.allow("status")
                    .operation()
                    .named("$status")
                    .onType(Subscription.class)
                    .andAllowAllResponses();
            rules.allow("events").operation().named("$events").onAnyInstance().andAllowAllResponses();
        }
        if (caller.is(Role.SUBSCRIBER)) {
            rules.allow("socket")
                    .operation()
                    .named("$get-ws-binding-token")
                    .onInstancesOfType(Subscription.class)
                    .andAllowAllResponses();
            rules.allow("socket")
                    .operation()
                    .named("$get-ws-binding-token")
                    .onType(Subscription.class)
                    .andAllowAllResponses();
        }
    }

    /** What translates codes and maps is the operator's to write. */
    private static void terminology(IAuthRuleBuilder rules) {
        for (var type : List.of(ConceptMap.class, StructureMap.class, ValueSet.class)) {
            rules.allow("maps").write().resourcesOfType(type).withAnyId();
            rules.allow("maps").delete().resourcesOfType(type).withAnyId();
        }
        rules.allow("translate")
                .operation()
                .named("$translate")
                .onType(ConceptMap.class)
                .andAllowAllResponses();
        rules.allow("transform")
                .operation()
                .named("$transform")
                .onType(StructureMap.class)
                .andAllowAllResponses();
        rules.allow("transform")
                .operation()
                .named("$transform")
                .onInstancesOfType(StructureMap.class)
                .andAllowAllResponses();
    }

    private static void records(IAuthRuleBuilder rules) {
        rules.allow("records").read().allResources().withAnyId();
        rules.allow("whole record")
                .operation()
                .named("$everything")
                .onInstancesOfType(Patient.class)
                .andAllowAllResponses();
        rules.allow("batch of reads").transaction().withAnyOperation().andApplyNormalRules();
    }

    /** Who is who, for those who may read the records. */
    private static void lookUps(IAuthRuleBuilder rules) {
        for (var operation : List.of("$ihe-pix", "$match", "$idi-match")) {
            rules.allow(operation)
                    .operation()
                    .named(operation)
                    .onType(Patient.class)
                    .andAllowAllResponses();
        }
        rules.allow("origins")
                .operation()
                .named("$origins")
                .onInstancesOfType(Patient.class)
                .andAllowAllResponses();
    }

    private static void stewardship(IAuthRuleBuilder rules) {
        rules.allow("merge").operation().named("$merge").onType(Patient.class).andAllowAllResponses();
        for (var operation : List.of("$split", "$link", "$never-link", "$unlink", "$undo", "$link-history")) {
            rules.allow(operation)
                    .operation()
                    .named(operation)
                    .onInstancesOfType(Patient.class)
                    .andAllowAllResponses();
        }
    }
}
