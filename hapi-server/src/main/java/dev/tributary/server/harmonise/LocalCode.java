package dev.tributary.server.harmonise;

/**
 * A code in a code system that is not everybody's.
 *
 * @param source who uses it
 */
record LocalCode(String source, String system, String code) {}
