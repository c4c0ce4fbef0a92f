package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import java.util.Locale;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Money;
import org.jspecify.annotations.Nullable;

/** CP to Money: the price of its first component (MO), with the currency if it is a code of ISO 4217. */
public final class CpToMoney {

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    private CpToMoney() {}

    /** Null with a warning if there is no number. */
    public static @Nullable Money map(@Nullable V2Value value, Translation translation) {
        return value == null ? null : map(value, value.component(1), value.component(1, 2), translation);
    }

    /** MO by itself: amount and currency. */
    public static @Nullable Money ofMo(V2Value value, Translation translation) {
        return map(value, value.component(1), value.component(2), translation);
    }

    private static @Nullable Money map(
            V2Value value, @Nullable String text, @Nullable String currency, Translation translation) {
        if (text == null) {
            return null;
        }
        var amount = CqToQuantity.decimal(text.replace(",", "").replace("$", ""));
        if (amount == null) {
            translation.warn("value", value.path(), "Not an amount of money; left out.");
            return null;
        }
        var money = new Money().setValue(amount);
        if (currency != null
                && CURRENCY.matcher(currency.toUpperCase(Locale.ROOT)).matches()) {
            money.setCurrency(currency.toUpperCase(Locale.ROOT));
        }
        return money;
    }
}
