package dev.tributary.conformance.scene;

/** One request and its answer as the report shows them: never a token, never a body. */
public record Exchange(String method, String target, String status, long millis) {

    @Override
    public String toString() {
        return method + " " + target + " → " + status + " (" + millis + " ms)";
    }
}
