package dev.tributary.subscriptions.criteria;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.fhirpath.ExpressionNode.Function;
import org.hl7.fhir.r4.fhirpath.ExpressionNode.Operation;
import org.hl7.fhir.r4.fhirpath.FHIRPathUtilityClasses.FHIRConstant;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IntegerType;
import org.jspecify.annotations.Nullable;

/**
 * Whether every element and type that a FHIRPath names exists where it is named: one that does not is evaluated without complaint, and is never
 * true. Where it cannot be told which type stands, such as in contained resources, anything may.
 */
public final class PathElements {

    private static final Pattern VARIABLE = Pattern.compile("%(sct|loinc|ucum|us-zip|`(vs|cs|ext)-[^`]+`)");
    /** Their parameter is asked of each item. */
    private static final Set<Function> OF_EACH =
            EnumSet.of(Function.Where, Function.Select, Function.All, Function.Exists);
    /** What comes out is some of what went in. */
    private static final Set<Function> CHOOSING = EnumSet.of(
            Function.Where,
            Function.Item,
            Function.Single,
            Function.First,
            Function.Last,
            Function.Tail,
            Function.Skip,
            Function.Take,
            Function.Distinct,
            Function.Intersect,
            Function.Exclude);

    private static final Set<Function> JOINING = EnumSet.of(Function.Union, Function.Combine);
    private static final Set<Function> TRUE_OR_FALSE = EnumSet.of(
            Function.Empty,
            Function.Not,
            Function.Exists,
            Function.All,
            Function.SubsetOf,
            Function.SupersetOf,
            Function.IsDistinct,
            Function.Is,
            Function.StartsWith,
            Function.EndsWith,
            Function.Contains,
            Function.AllTrue,
            Function.AnyTrue,
            Function.AllFalse,
            Function.AnyFalse,
            Function.HasValue);
    /** What they compute is a number, a text or a time: whatever it is, it is not one of their operands. */
    private static final Set<Operation> COMPUTING = EnumSet.of(
            Operation.Plus,
            Operation.Minus,
            Operation.Times,
            Operation.DivideBy,
            Operation.Div,
            Operation.Mod,
            Operation.Concatenate);

    private final PathTypes root;

    private PathElements(PathTypes root) {
        this.root = root;
    }

    /**
     * Looks at a path that {@link PathCriterion} takes.
     *
     * @param type of the resources that it will be asked about
     * @throws Refused with what does not exist, and what does
     */
    public static void check(String type, String text) throws Refused {
        var elements = new PathElements(PathTypes.resource(type));
        var unused = elements.of(PathEngine.shared().parse(text), elements.root, elements.root, true);
    }

    /**
     * @param focus what the expression is asked of
     * @param self what {@code $this} is
     * @param begins whether nothing stands before it
     */
    private PathTypes of(ExpressionNode node, PathTypes focus, PathTypes self, boolean begins) throws Refused {
        var found = alone(node, focus, self, begins);
        if (node.getInner() != null) {
            found = of(node.getInner(), found, self, false);
        }
        if (!node.isProximal()) {
            return found;
        }
        var last = node;
        for (var next = node.getOpNext(); next != null; next = next.getOpNext()) {
            found = combined(found, last.getOperation(), next, focus, self);
            last = next;
        }
        return found;
    }

    private PathTypes alone(ExpressionNode node, PathTypes focus, PathTypes self, boolean begins) throws Refused {
        return switch (node.getKind()) {
            case Name -> name(node.getName(), focus, self, begins);
            case Function -> function(node, focus, self);
            case Constant -> constant(node.getConstant());
            case Group -> of(node.getGroup(), focus, self, begins);
            default -> PathTypes.ANYTHING;
        };
    }

    private static PathTypes name(String name, PathTypes focus, PathTypes self, boolean begins) throws Refused {
        if (begins && name.startsWith("$")) {
            return switch (name) {
                case "$this" -> self;
                case "$index" -> PathTypes.of(new IntegerType());
                default -> PathTypes.ANYTHING;
            };
        }
        return begins && Character.isUpperCase(name.charAt(0)) ? focus.beginningWith(name) : focus.child(name);
    }

    /** What is neither a literal nor a date is the name of a variable. */
    private PathTypes constant(@Nullable Base constant) throws Refused {
        if (!(constant instanceof FHIRConstant named)) {
            return constant == null ? PathTypes.ANYTHING : PathTypes.of(constant);
        }
        var text = named.getValue();
        return switch (text) {
            case "%current", "%previous", "%resource", "%rootResource", "%context" -> root;
            default -> {
                if (text.startsWith("%") && !VARIABLE.matcher(text).matches()) {
                    throw new Refused("There is no " + text + " here; there are %previous and %current.");
                }
                yield PathTypes.ANYTHING;
            }
        };
    }

    private PathTypes function(ExpressionNode node, PathTypes focus, PathTypes self) throws Refused {
        var function = Objects.requireNonNull(node.getFunction());
        if (function == Function.As || function == Function.OfType) {
            return focus.as(typeName(node.getParameters().get(0)));
        }
        var parameters = function == Function.Is ? is(node) : parameters(node, function, focus, self);
        if (CHOOSING.contains(function)) {
            return focus;
        }
        if (JOINING.contains(function)) {
            return focus.and(PathTypes.union(parameters));
        }
        if (TRUE_OR_FALSE.contains(function)) {
            return PathTypes.of(new BooleanType());
        }
        return switch (function) {
            case Select -> PathTypes.union(parameters);
            case Iif -> PathTypes.union(parameters.subList(1, parameters.size()));
            case Extension -> PathTypes.of(new Extension());
            default -> PathTypes.ANYTHING;
        };
    }

    /** What is compared with may be anything that the type has, or that the function is asked of. */
    private ArrayList<PathTypes> parameters(ExpressionNode node, Function function, PathTypes focus, PathTypes self)
            throws Refused {
        var found = new ArrayList<PathTypes>();
        for (var parameter : node.getParameters()) {
            found.add(
                    OF_EACH.contains(function)
                            ? of(parameter, focus, focus, true)
                            : of(parameter, focus.and(self).and(root), self, true));
        }
        return found;
    }

    private static ArrayList<PathTypes> is(ExpressionNode node) throws Refused {
        var found = new ArrayList<PathTypes>();
        found.add(PathTypes.named(typeName(node.getParameters().get(0))));
        return found;
    }

    /** {@code Quantity} or {@code FHIR.Quantity}. */
    private static String typeName(ExpressionNode node) {
        var inner = node.getInner();
        return inner == null || inner.getName() == null ? String.valueOf(node.getName()) : inner.getName();
    }

    private PathTypes combined(
            PathTypes left, Operation operation, ExpressionNode right, PathTypes focus, PathTypes self) throws Refused {
        if (operation == Operation.As) {
            return left.as(typeName(right));
        }
        if (operation == Operation.Is) {
            var unused = PathTypes.named(typeName(right));
            return PathTypes.of(new BooleanType());
        }
        var other = of(right, focus, self, true);
        if (operation == Operation.Union) {
            return left.and(other);
        }
        return COMPUTING.contains(operation) ? PathTypes.ANYTHING : PathTypes.of(new BooleanType());
    }
}
