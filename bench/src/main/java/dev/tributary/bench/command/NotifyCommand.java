package dev.tributary.bench.command;

import dev.tributary.bench.measure.Result;
import dev.tributary.bench.scenario.Notify;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench notify}. */
@Command(
        name = "notify",
        mixinStandardHelpOptions = true,
        description = "Starts encounters at a fixed rate and measures when their notifications arrive here.")
public final class NotifyCommand implements Callable<Integer> {

    @Mixin
    private final Target target = new Target();

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--style",
            defaultValue = "backport",
            description = "${COMPLETION-CANDIDATES}; rest_hook for plain HAPI. Default: ${DEFAULT-VALUE}")
    private Notify.Style style = Notify.Style.BACKPORT;

    @Option(names = "--subscriptions", defaultValue = "1", description = "How many. Default: ${DEFAULT-VALUE}")
    private int subscriptions;

    @Option(
            names = "--filter-by-patient",
            description = "Each subscription listens to a patient of its own; otherwise everybody gets everything")
    private boolean perPatient;

    @Option(names = "--rate", defaultValue = "50", description = "Encounters a second. Default: ${DEFAULT-VALUE}")
    private double rate;

    @Option(names = "--seconds", defaultValue = "60", description = "How long. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--connections", defaultValue = "8", description = "At the same time. Default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(
            names = "--authority",
            defaultValue = "HOSPITAL",
            description = "Assigning authority in PID-3, with --mllp. Default: ${DEFAULT-VALUE}")
    private String authority = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        var mllp = target.mllp();
        if (perPatient && mllp != null) {
            throw new IllegalArgumentException("--filter-by-patient sends FHIR; leave out --mllp.");
        }
        var settings =
                new Notify.Settings(style, subscriptions, perPatient, rate, Duration.ofSeconds(seconds), connections);
        var faces = new Notify.Faces(target.source(), target.reader(), target.subscriber(), mllp, target.hub());
        var result = new Result("notify", Instant.now())
                .setting("url", target.url())
                .setting("over", mllp == null ? "FHIR" : "MLLP")
                .setting("style", style)
                .setting("subscriptions", subscriptions)
                .setting("filter by patient", perPatient)
                .setting("rate", rate)
                .setting("seconds", seconds);
        var scenario = new Notify(settings, faces, Run.name("n"), authority, Run.begin());
        scenario.run(result);
        output.show(result, scenario.firstError());
        return 0;
    }
}
