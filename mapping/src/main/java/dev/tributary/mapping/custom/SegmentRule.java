package dev.tributary.mapping.custom;

import dev.tributary.mapping.template.ResourceTemplate;
import java.util.List;

/**
 * What each occurrence of a segment makes.
 *
 * @param segment its name, {@code ZAL}
 * @param resources as the source's file declares them
 */
public record SegmentRule(String segment, List<ResourceTemplate> resources) {

    public SegmentRule {
        resources = List.copyOf(resources);
    }
}
