package dev.tributary.conformance;

/** Something that the fake server does wrong on purpose. */
enum Fault {
    NONE,
    /** Lets everybody in. */
    OPEN_TO_ALL,
    /** Checks that there is a token, not which. */
    TAKES_ANY_TOKEN,
    /** Stores a transaction's entries up to the one that fails. */
    HALF_TRANSACTIONS,
    /** Overwrites whatever If-Match says. */
    IGNORES_IF_MATCH,
    /** Creates again whatever If-None-Exist says. */
    IGNORES_IF_NONE_EXIST,
    /** Says 404 of what was deleted. */
    FORGETS_DELETIONS,
    /** Shows a stack trace with an error. */
    SHOWS_STACK_TRACES,
    /** Does not tell where a new resource is. */
    NO_LOCATION,
    /** Ignores unknown parameters even when told to be strict. */
    NEVER_STRICT,
    /** Declares a version of FHIR other than R4. */
    WRONG_FHIR_VERSION
}
