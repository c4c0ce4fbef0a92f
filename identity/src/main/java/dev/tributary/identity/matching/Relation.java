package dev.tributary.identity.matching;

import java.util.Locale;

/** Why two records may look as they do: the explanations between which a comparison chooses. */
public enum Relation {
    SAME_PERSON,
    STRANGER,
    /** Siblings, spouses, parents and children, who live together or did. */
    HOUSEHOLD,
    TWIN,
    /** Relatives of one name: Jr and Sr, cousins, a child named after a grandparent. */
    NAMESAKE;

    /** As the model's file spells it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
