package dev.tributary.server;

import dev.tributary.server.cli.HubCommand;

/** The hub's command line; {@code bin/hub} runs it. Ends with 0 if all went well, 1 if the hub cannot start or run, 2 for wrong usage. */
public final class Hub {

    private Hub() {}

    public static void main(String[] args) {
        System.exit(HubCommand.run(System.getenv(), args));
    }
}
