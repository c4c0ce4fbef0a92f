package dev.tributary.server.identity;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.function.Function;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Type;

/** Values of an operation's parameters. One of another type is refused: whoever writes a preview as text wants no merge. */
final class Inputs {

    private Inputs() {}

    static boolean flag(Parameters input, String name) {
        return value(input, name, BooleanType.class, PrimitiveType::getValue, false, "valueBoolean, like true");
    }

    static int number(Parameters input, String name, int otherwise) {
        return value(input, name, IntegerType.class, PrimitiveType::getValue, otherwise, "valueInteger, like 10");
    }

    private static <T extends Type, V> V value(
            Parameters input, String name, Class<T> type, Function<T, V> read, V otherwise, String remedy) {
        var said = input.getParameter().stream()
                .filter(part -> name.equals(part.getName()))
                .toList();
        if (said.isEmpty()) {
            return otherwise;
        }
        if (said.size() > 1
                || !type.isInstance(said.get(0).getValue())
                || said.get(0).getValue().isEmpty()) {
            throw new InvalidRequestException(name + ": write it once, as " + remedy + ".");
        }
        return read.apply(type.cast(said.get(0).getValue()));
    }
}
