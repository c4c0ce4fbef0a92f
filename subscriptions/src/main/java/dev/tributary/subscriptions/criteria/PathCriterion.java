package dev.tributary.subscriptions.criteria;

import ca.uhn.fhir.context.FhirContext;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.fhirpath.ExpressionNode.Function;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A <a href="http://hl7.org/fhirpath/N1/">FHIRPath</a> expression about the states of a resource before ({@code %previous}) and after
 * ({@code %current}) a change. What is not there is empty. Only functions that look at the resource itself are allowed, and not too many
 * inside each other: what somebody writes here is evaluated while messages are stored.
 */
public final class PathCriterion {

    private static final int LONGEST = 2_000;
    private static final int MOST_NODES = 200;
    private static final int DEEPEST = 3;

    private static final Set<Function> ALLOWED = EnumSet.of(
            Function.Empty,
            Function.Not,
            Function.Exists,
            Function.SubsetOf,
            Function.SupersetOf,
            Function.IsDistinct,
            Function.Distinct,
            Function.Count,
            Function.Where,
            Function.Select,
            Function.All,
            Function.Item,
            Function.As,
            Function.Is,
            Function.Single,
            Function.First,
            Function.Last,
            Function.Tail,
            Function.Skip,
            Function.Take,
            Function.Union,
            Function.Combine,
            Function.Intersect,
            Function.Exclude,
            Function.Iif,
            Function.Upper,
            Function.Lower,
            Function.IndexOf,
            Function.Substring,
            Function.StartsWith,
            Function.EndsWith,
            Function.Contains,
            Function.Length,
            Function.Today,
            Function.Now,
            Function.Extension,
            Function.AllFalse,
            Function.AnyFalse,
            Function.AllTrue,
            Function.AnyTrue,
            Function.HasValue,
            Function.OfType,
            Function.Type,
            Function.ToBoolean,
            Function.ToInteger,
            Function.ToString,
            Function.ToDecimal,
            Function.ToQuantity,
            Function.ToDateTime,
            Function.Trim,
            Function.Abs,
            Function.Round);

    private final ExpressionNode expression;
    private int nodes;

    private PathCriterion(ExpressionNode expression) {
        this.expression = expression;
    }

    /**
     * Parses and tries it.
     *
     * @param type of the resources that it will be asked about
     * @throws Refused with the reason why it cannot be evaluated
     */
    public static PathCriterion of(String type, String text) throws Refused {
        if (text.length() > LONGEST) {
            throw new Refused("A FHIRPath has at most " + LONGEST + " characters.");
        }
        var criterion = new PathCriterion(PathEngine.shared().parse(text));
        criterion.check(criterion.expression, 0);
        var blank =
                (Resource) FhirContext.forR4Cached().getResourceDefinition(type).newInstance();
        try {
            criterion.holds(null, blank);
            criterion.holds(blank, blank);
            criterion.holds(blank, null);
        } catch (RuntimeException | StackOverflowError e) {
            throw new Refused("'" + text + "' cannot be evaluated: " + e.getMessage());
        }
        return criterion;
    }

    /** Whether it is true of a change; at least one side is there. Throws a {@link RuntimeException} if it cannot be told. */
    public boolean holds(@Nullable Resource before, @Nullable Resource after) {
        var subject = after == null ? Objects.requireNonNull(before) : after;
        var engine = PathEngine.shared();
        return engine.isTrue(engine.evaluate(expression, subject, before, after));
    }

    private void check(ExpressionNode node, int depth) throws Refused {
        if (++nodes > MOST_NODES) {
            throw new Refused("The FHIRPath has more than " + MOST_NODES + " parts.");
        }
        var function = node.getFunction();
        var inside = depth;
        if (node.getKind() == ExpressionNode.Kind.Function && function != null) {
            if (!ALLOWED.contains(function)) {
                throw new Refused("The function " + function.toCode() + "() is not available here.");
            }
            inside = node.getParameters().isEmpty() ? depth : depth + 1;
            if (inside > DEEPEST) {
                throw new Refused("More than " + DEEPEST + " functions stand inside each other.");
            }
            for (var parameter : node.getParameters()) {
                check(parameter, inside);
            }
        }
        if (node.getGroup() != null) {
            check(node.getGroup(), depth);
        }
        if (node.getInner() != null) {
            if (node.getInner().getOperation() != null) {
                // HAPI's parser hangs the operator on the index, and evaluates without it.
                throw new Refused("An operand cannot begin with an index here: what it is compared with would be lost. "
                        + "Put it in parentheses, (coding[0].code) = 'x', or write coding.first().");
            }
            check(node.getInner(), depth);
        }
        if (node.getOpNext() != null) {
            check(node.getOpNext(), depth);
        }
    }
}
