package dev.tributary.server.feeds;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sender's connection: one message at a time, answered in order. Nothing more is read from the socket until the acknowledgement
 * is written, so a fast sender is slowed down by TCP itself. If a message cannot be stored, the connection is closed without an
 * answer, and the sender sends it again.
 */
final class MllpConnection extends SimpleChannelInboundHandler<MllpFrame> {

    private static final Logger LOG = LoggerFactory.getLogger(MllpConnection.class);

    private final Function<byte[], Optional<byte[]>> receiver;
    private final Function<byte[], byte[]> tooLarge;
    private final Executor workers;
    private final String sources;
    private boolean working;

    /** @param sources for the log: who sends here */
    MllpConnection(
            Function<byte[], Optional<byte[]>> receiver,
            Function<byte[], byte[]> tooLarge,
            Executor workers,
            String sources) {
        this.receiver = receiver;
        this.tooLarge = tooLarge;
        this.workers = workers;
        this.sources = sources;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.read();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, MllpFrame frame) {
        if (frame instanceof MllpFrame.TooLarge large) {
            LOG.warn("Source {}: a message over MLLP was too large and is answered AR.", sources);
            work(context, () -> Optional.of(tooLarge.apply(large.head())));
        } else if (frame instanceof MllpFrame.Whole whole) {
            work(context, () -> receiver.apply(whole.raw()));
        }
    }

    private void work(ChannelHandlerContext context, Supplier<Optional<byte[]>> work) {
        working = true;
        try {
            workers.execute(() -> take(context, work));
        } catch (RejectedExecutionException e) {
            context.close(); // the hub is stopping; the sender has no answer and sends again
        }
    }

    private void take(ChannelHandlerContext context, Supplier<Optional<byte[]>> work) {
        try {
            var acknowledgement = work.get();
            context.executor().execute(() -> answer(context, acknowledgement));
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "Source {}: a message over MLLP could not be stored ({}). The connection is closed without an answer, so"
                            + " the sender sends it again.",
                    sources,
                    FeedException.kind(e));
            context.close();
        }
    }

    private void answer(ChannelHandlerContext context, Optional<byte[]> acknowledgement) {
        working = false;
        if (acknowledgement.isEmpty()) {
            context.read();
            return;
        }
        var frame = Unpooled.wrappedBuffer(new byte[] {MllpFrameDecoder.START}, acknowledgement.get(), new byte[] {
            MllpFrameDecoder.END, MllpFrameDecoder.CARRIAGE_RETURN
        });
        context.writeAndFlush(frame).addListener(written -> {
            if (written.isSuccess()) {
                context.read();
            } else {
                context.close();
            }
        });
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent && !working) {
            LOG.debug("Source {}: an MLLP connection was idle and is closed.", sources);
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.info("Source {}: an MLLP connection ended ({}).", sources, FeedException.kind(cause));
        context.close();
    }
}
