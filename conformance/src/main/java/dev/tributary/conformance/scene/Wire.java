package dev.tributary.conformance.scene;

import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RedirectConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.http.conn.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;

/** Sends one HTTP request as it stands (nothing encoded, added or followed) and records the exchange. */
final class Wire {
    private static final int TIMEOUT_MILLIS = 30_000;

    private Wire() {}

    static Answer send(
            String method, String url, Map<String, String> headers, byte @Nullable [] body, Consumer<Exchange> record) {
        long start = System.nanoTime();
        String shown = method + " " + url;
        try {
            Response response = request(headers, body).request(method, url);
            long millis = (System.nanoTime() - start) / 1_000_000;
            record.accept(new Exchange(method, url, Integer.toString(response.statusCode()), millis));
            return new Answer(shown, response.statusCode(), headersOf(response), response.asByteArray());
            // REST Assured throws what the HTTP client throws without declaring it, hence the wide catch.
        } catch (Exception e) {
            long millis = (System.nanoTime() - start) / 1_000_000;
            String why = reason(e);
            record.accept(new Exchange(method, url, why, millis));
            throw new Unreachable(shown + ": " + why, e);
        }
    }

    private static RequestSpecification request(Map<String, String> headers, byte @Nullable [] body) {
        String type = headers.getOrDefault("Content-Type", "application/octet-stream");
        EncoderConfig encoder = EncoderConfig.encoderConfig()
                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                .encodeContentTypeAs(type.replaceAll(";.*", "").strip(), ContentType.BINARY);
        RestAssuredConfig config = RestAssuredConfig.config()
                .encoderConfig(encoder)
                .redirect(RedirectConfig.redirectConfig().followRedirects(false))
                .httpClient(HttpClientConfig.httpClientConfig()
                        .setParam("http.connection.timeout", TIMEOUT_MILLIS)
                        .setParam("http.socket.timeout", TIMEOUT_MILLIS));
        RequestSpecification request =
                RestAssured.given().config(config).urlEncodingEnabled(false).headers(headers);
        return body == null ? request : request.body(body);
    }

    private static Map<String, List<String>> headersOf(Response response) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        response.headers()
                .forEach(h -> headers.put(
                        h.getName().toLowerCase(java.util.Locale.ROOT),
                        response.headers().getValues(h.getName())));
        return headers;
    }

    private static String reason(Throwable e) {
        if (e instanceof ConnectTimeoutException || e instanceof SocketTimeoutException) {
            return "no answer within " + TIMEOUT_MILLIS / 1000 + " s";
        }
        if (e instanceof ConnectException) {
            return "cannot connect, nothing listens there";
        }
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }
}
