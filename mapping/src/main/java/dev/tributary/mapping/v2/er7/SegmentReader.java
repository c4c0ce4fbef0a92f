package dev.tributary.mapping.v2.er7;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one segment and remembers what was asked for, so that nothing that was valued gets lost unseen. For one thread. */
public final class SegmentReader {

    private final V2Segment segment;
    private final @Nullable Usage[] usages;

    public SegmentReader(V2Segment segment) {
        this.segment = segment;
        this.usages = new @Nullable Usage[Math.max(segment.size(), 0) + 1];
    }

    public V2Segment segment() {
        return segment;
    }

    /** The valued repetitions of a field without {@code ""}. */
    public List<V2Value> values(int field) {
        if (field >= usages.length) {
            return List.of();
        }
        usage(field).repetitions(Integer.MAX_VALUE);
        return undeleted(field);
    }

    private List<V2Value> undeleted(int field) {
        var values = segment.values(field, usage(field));
        for (var value : values) {
            if (value.isDelete()) {
                return values.stream().filter(each -> !each.isDelete()).toList();
            }
        }
        return values;
    }

    /** The first valued repetition; the others stay unread. */
    public @Nullable V2Value value(int field) {
        if (field >= usages.length) {
            return null;
        }
        var values = undeleted(field);
        if (values.isEmpty()) {
            return null;
        }
        usage(field).repetitions(values.get(0).repetition());
        return values.get(0);
    }

    /** A field of a simple data type: its first component. */
    public @Nullable String text(int field) {
        var value = value(field);
        return value == null ? null : value.component(1);
    }

    /** True if the field consists of {@code ""}: the sender takes the value away. */
    public boolean isDelete(int field) {
        if (field >= usages.length) {
            return false;
        }
        usage(field).askedForDelete();
        var values = segment.values(field);
        return !values.isEmpty() && values.stream().allMatch(V2Value::isDelete);
    }

    /** The text of a value for people, whatever its data type. */
    public @Nullable String wholeText(int field) {
        var value = value(field);
        return value == null ? null : value.text();
    }

    /** Declares fields as known and of no interest to a record of health: set ids, boilerplate. */
    public void ignore(int... fields) {
        for (var field : fields) {
            if (field < usages.length) {
                usage(field).repetitions(Integer.MAX_VALUE);
                usage(field).readAll();
            }
        }
    }

    public void ignoreAll() {
        for (var field = 1; field < usages.length; field++) {
            ignore(field);
        }
    }

    /** True if nobody asked for anything: the segment as a whole is of no use yet. */
    public boolean isUntouched() {
        for (var usage : usages) {
            if (usage != null) {
                return false;
            }
        }
        return true;
    }

    /** Paths of what was valued and not asked for: whole fields ({@code PV2-8}) or components of fields that were read. */
    public List<String> unread() {
        var paths = new ArrayList<String>();
        for (var field = 1; field < usages.length; field++) {
            if (segment.isValued(field)) {
                addUnread(field, paths);
            }
        }
        return paths;
    }

    private void addUnread(int field, List<String> paths) {
        var usage = usages[field];
        var all = segment.values(field);
        if (all.isEmpty()) {
            return; // delimiters alone say nothing
        }
        var values = all.stream().filter(value -> !value.isDelete()).toList();
        if (usage == null || values.isEmpty() && !usage.isAskedForDelete()) {
            paths.add(segment.path(field));
            return;
        }
        for (var value : values) {
            if (!usage.isRepetitionRead(value.repetition())) {
                paths.add(value.path());
                continue;
            }
            for (var component = 1; component <= value.size(); component++) {
                if (!usage.isRead(component)) {
                    if (value.isValued(component)) {
                        paths.add(value.path(component));
                    }
                    continue;
                }
                for (var part : value.parts(component)) {
                    if (!usage.isPartRead(component, part)) {
                        paths.add(value.path(component) + "." + part);
                    }
                }
            }
        }
    }

    private Usage usage(int field) {
        var usage = usages[field];
        if (usage == null) {
            usage = new Usage();
            usages[field] = usage;
        }
        return usage;
    }
}
