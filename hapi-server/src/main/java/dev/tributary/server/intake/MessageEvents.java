package dev.tributary.server.intake;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tells which events a message led to, for those who follow it from wire to notification. */
public interface MessageEvents {

    /** Each with {@code id}, {@code kind} and {@code focus}. */
    List<Map<String, String>> of(UUID messageId);
}
