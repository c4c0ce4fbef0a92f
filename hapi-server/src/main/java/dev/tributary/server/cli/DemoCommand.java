package dev.tributary.server.cli;

import dev.tributary.server.cli.HubCommand.Streams;
import dev.tributary.server.demo.Demo;
import dev.tributary.server.demo.DemoHub;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hub demo}: runs the hub, plays a day of care, and leaves the hub running. */
@Command(
        name = "demo",
        description = "Starts the hub, plays a day of synthetic care and shows what came of it.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final String LOOPBACK = "127.0.0.1";

    private final Map<String, String> environment;
    private final Streams streams;

    @Option(names = "--exit", description = "Stop after the account instead of leaving the hub running.")
    private boolean exit;

    DemoCommand(Map<String, String> environment, Streams streams) {
        this.environment = environment;
        this.streams = streams;
    }

    @Override
    public Integer call() throws Exception {
        var settings = HubSettings.of(environment);
        var out = streams.out();
        try (var hub = HubRun.start(settings, environment, springArguments(settings), () -> announce(settings));
                var demo = new Demo(
                        demoHub(hub, settings),
                        out,
                        "1".equals(environment.get("HUB_TERMINAL")),
                        Clock.systemDefaultZone())) {
            out.println("The hub answers on " + hub.base() + "; its log is " + log(settings) + ".");
            play(demo);
            if (!exit) {
                out.println();
                out.println(
                        "The hub keeps running. Ctrl-C stops it; bin/hub demo plays the next day, bin/hub serve runs it without.");
                hub.awaitStop();
            }
        }
        return 0;
    }

    private void announce(HubSettings settings) {
        streams.out().println("Starting the hub on " + settings.dataDir() + "; half a minute is usual.");
    }

    private static void play(Demo demo) {
        try {
            demo.play();
        } catch (IOException e) {
            throw new Refusal("the demo stopped: " + (e.getMessage() == null ? e : e.getMessage())
                    + ". The log of the hub in the data directory, hub.log, may say more");
        }
    }

    private DemoHub demoHub(HubRun hub, HubSettings settings) {
        var mllp = new InetSocketAddress(settings.mllpAddress(), new MllpPorts(settings).of("hospital"));
        return new DemoHub(hub.base(), mllp, TokenIssuer.of(settings.dataDir())::issue);
    }

    /** Loopback only, since ready tokens are printed; the log goes to a file, since the terminal tells the story. */
    private static List<String> springArguments(HubSettings settings) {
        return List.of(
                "--server.address=" + LOOPBACK,
                "--hub.notify.allow=http://" + LOOPBACK + ":*",
                "--logging.file.name=" + log(settings),
                "--logging.threshold.console=OFF");
    }

    private static String log(HubSettings settings) {
        return settings.dataDir().resolve("hub.log").toString();
    }
}
