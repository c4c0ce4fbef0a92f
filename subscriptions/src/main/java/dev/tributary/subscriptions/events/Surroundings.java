package dev.tributary.subscriptions.events;

import java.util.Collection;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** What the transaction knows besides the changes themselves. */
public interface Surroundings {

    /** Everything that the message spoke of, changed or not, and what was written because of it, as it is now. */
    Collection<Resource> told();

    /** A resource of {@link #told()} by {@code Type/id}; null if it is none of them. */
    @Nullable
    Resource told(String reference);

    /** The same, read from the store if the message did not speak of it; null if there is none. */
    @Nullable
    Resource find(String reference);
}
