package dev.tributary.subscriptions.rosters;

import java.util.Optional;

/** One line of an uploaded roster: whom it means. At least one of the keys is there. */
public record RosterLine(int line, Optional<RosterKey> identifier, Optional<RosterKey> person) {}
