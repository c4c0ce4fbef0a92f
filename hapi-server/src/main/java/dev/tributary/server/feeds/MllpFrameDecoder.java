package dev.tributary.server.feeds;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://www.hl7.org/documentcenter/public/wg/inm/mllp_transport_specification.PDF">MLLP Release 1</a>:
 * {@code 0x0B message 0x1C 0x0D}.
 *
 * <p>A frame ends at 0x1C, because some senders forget the 0x0D; whatever stands between frames is skipped. A start block that is
 * followed by {@code MSH} inside a frame means that the sender gave up the first message and began anew. Any other 0x0B is a
 * vertical tab that somebody typed.
 */
final class MllpFrameDecoder extends ByteToMessageDecoder {

    static final byte START = 0x0B;
    static final byte END = 0x1C;
    static final byte CARRIAGE_RETURN = 0x0D;
    private static final byte[] HEADER = {'M', 'S', 'H'};
    /** Bytes that are kept of a message that is refused for its size. */
    static final int HEAD = 4096;

    private final int most;
    private final Runnable broken;
    private boolean inside;
    private int scanned;
    private byte @Nullable [] head;

    /**
     * @param most bytes of a message
     * @param broken called for each piece of input that is no message and not merely a line end
     */
    MllpFrameDecoder(int most, Runnable broken) {
        this.most = most;
        this.broken = broken;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (!inside && !findStart(in)) {
            return;
        }
        var mark = nextMark(in);
        while (mark >= 0) {
            if (in.getByte(mark) == END) {
                finish(in, mark, out);
                return;
            }
            var following = following(in, mark);
            if (following == Following.UNKNOWN) {
                break;
            }
            if (following == Following.MESSAGE) {
                broken.run();
                begin(in, mark);
            } else {
                scanned = mark + 1 - in.readerIndex();
            }
            mark = nextMark(in);
        }
        scanned = (mark < 0 ? in.writerIndex() : mark) - in.readerIndex();
        bound(in);
    }

    @Override
    protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        super.decodeLast(context, in, out);
        if (inside) {
            inside = false;
            broken.run();
        }
    }

    private boolean findStart(ByteBuf in) {
        var start = in.indexOf(in.readerIndex(), in.writerIndex(), START);
        var end = start < 0 ? in.writerIndex() : start;
        if (in.forEachByte(in.readerIndex(), end - in.readerIndex(), MllpFrameDecoder::isLineEnd) >= 0) {
            broken.run();
        }
        if (start < 0) {
            in.readerIndex(end);
            return false;
        }
        begin(in, start);
        return true;
    }

    private static boolean isLineEnd(byte value) {
        return value == CARRIAGE_RETURN || value == '\n' || value == ' ';
    }

    private void begin(ByteBuf in, int start) {
        in.readerIndex(start + 1);
        inside = true;
        scanned = 0;
        head = null;
    }

    private int nextMark(ByteBuf in) {
        var from = in.readerIndex() + scanned;
        return in.forEachByte(from, in.writerIndex() - from, value -> value != START && value != END);
    }

    private static Following following(ByteBuf in, int start) {
        for (var i = 0; i < HEADER.length; i++) {
            var at = start + 1 + i;
            if (at >= in.writerIndex()) {
                return Following.UNKNOWN;
            }
            if (in.getByte(at) != HEADER[i]) {
                return Following.TEXT;
            }
        }
        return Following.MESSAGE;
    }

    private void finish(ByteBuf in, int end, List<Object> out) {
        var length = end - in.readerIndex();
        if (head == null && length > most) {
            keepHead(in);
        }
        if (head != null) {
            out.add(new MllpFrame.TooLarge(head));
        } else if (length > 0) {
            out.add(new MllpFrame.Whole(ByteBufUtil.getBytes(in, in.readerIndex(), length)));
        }
        in.readerIndex(end + 1);
        inside = false;
        head = null;
    }

    /** Lets go of what is too much; what is scanned holds no mark. */
    private void bound(ByteBuf in) {
        if (head == null && scanned > most) {
            keepHead(in);
        }
        if (head != null) {
            in.skipBytes(scanned);
            scanned = 0;
        }
    }

    private void keepHead(ByteBuf in) {
        head = ByteBufUtil.getBytes(in, in.readerIndex(), Math.min(HEAD, in.readableBytes()));
    }

    private enum Following {
        MESSAGE,
        TEXT,
        UNKNOWN
    }
}
