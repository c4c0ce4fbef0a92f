package dev.tributary.server.observe;

import org.springframework.boot.actuate.health.Status;

/** In service, with something for the operator to see to. */
final class Degraded {

    static final Status STATUS = new Status("DEGRADED");

    private Degraded() {}
}
