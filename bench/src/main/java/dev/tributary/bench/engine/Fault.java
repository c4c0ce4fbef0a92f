package dev.tributary.bench.engine;

/** What may be wrong with an endpoint. */
enum Fault {
    NONE,
    /** Takes the request and does not answer. */
    HANG,
    /** Resets the connection when it has read the request. */
    RESET,
    /** Answers after up to three seconds. */
    SLOW,
    /** Answers 503. */
    STORM,
    /** Nothing listens. */
    DEAD,
    /** Shows a certificate that nobody trusts; with TLS only. */
    WRONG_CERTIFICATE
}
