package dev.tributary.conformance.checks;

import dev.tributary.conformance.scene.Check;
import java.util.List;
import java.util.stream.Stream;

/** Every check there is, in the order of the report. */
public final class Catalogue {
    private Catalogue() {}

    public static List<Check> all() {
        return Stream.of(
                        FormatChecks.all(),
                        WriteChecks.all(),
                        ConditionalChecks.all(),
                        VersionChecks.all(),
                        SearchChecks.all(),
                        ClientChecks.all(),
                        AccessChecks.all(),
                        RoleChecks.all(),
                        SourceChecks.all(),
                        UnificationChecks.all(),
                        IdentityChecks.all(),
                        AcknowledgementChecks.all(),
                        MllpChecks.all(),
                        VisitChecks.all(),
                        PersonChecks.all(),
                        ResultChecks.all(),
                        IntakeChecks.all(),
                        HandshakeChecks.all(),
                        RejectionChecks.all(),
                        NotificationChecks.all(),
                        MessageChecks.all(),
                        SubscriptionChannelChecks.all(),
                        TopicChecks.all(),
                        FilterChecks.all(),
                        SubscriptionQueryChecks.all())
                .flatMap(List::stream)
                .toList();
    }
}
