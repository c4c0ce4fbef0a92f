package dev.tributary.server.cli;

/** Why the hub does not do what was asked. The message is one line for people: what is wrong and what to do. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refusal(String line) {
        super(line, null, false, false);
    }
}
