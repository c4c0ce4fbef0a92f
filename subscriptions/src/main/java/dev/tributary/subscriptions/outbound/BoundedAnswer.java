package dev.tributary.subscriptions.outbound;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Keeps the beginning of an answer, however much there is of it. */
final class BoundedAnswer extends AbstractBinResponseConsumer<OutboundAnswer> {

    private static final int READ = 8 * 1024;

    private final int keep;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private int status;
    private @Nullable String retryAfter;

    BoundedAnswer(int keep) {
        this.keep = keep;
    }

    @Override
    protected void start(HttpResponse response, @Nullable ContentType type) {
        status = response.getCode();
        Header header = response.getFirstHeader("Retry-After");
        retryAfter = header == null ? null : header.getValue();
    }

    @Override
    protected int capacityIncrement() {
        return READ;
    }

    @Override
    protected void data(ByteBuffer data, boolean last) {
        int wanted = Math.min(keep - kept.size(), data.remaining());
        if (wanted > 0) {
            byte[] bytes = new byte[wanted];
            data.get(bytes);
            kept.write(bytes, 0, wanted);
        }
        data.position(data.limit());
    }

    @Override
    protected OutboundAnswer buildResult() {
        return new OutboundAnswer(status, retryAfter, kept.toByteArray());
    }

    @Override
    public void releaseResources() {
        kept.reset();
    }
}
