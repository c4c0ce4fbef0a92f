package dev.tributary.identity.features;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;

/** Takes a Patient's features out. */
final class PatientReading {

    private static final String MOTHERS_MAIDEN_NAME =
            "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName";

    private static final Pattern NO_DIGIT = Pattern.compile("\\D+");
    private static final Pattern EXTENSION =
            Pattern.compile("(?i)\\s*(?:x|ext\\.?|extension|poste|durchwahl)\\s*\\d+\\s*$");
    private static final Pattern NO_LETTER_OR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int PHONE_DIGITS = 9;

    private final IdentifierStrengths strengths;

    PatientReading(IdentifierStrengths strengths) {
        this.strengths = strengths;
    }

    PersonFeatures features(Patient patient) {
        return new PersonFeatures(
                names(patient),
                BirthDate.of(text(patient.getBirthDateElement().getValueAsString())),
                sex(patient),
                addresses(patient),
                telecoms(patient, true),
                telecoms(patient, false),
                identifiers(patient),
                mothersMaidenName(patient),
                patient.getMultipleBirth() instanceof IntegerType order && order.hasValue()
                        ? birthOrder(order.getValue())
                        : 0,
                patient.getDeceased() instanceof DateTimeType died
                        ? BirthDate.of(text(died.getValueAsString()))
                        : BirthDate.UNKNOWN,
                practice(patient));
    }

    private static int birthOrder(int said) {
        return said > 0 && said < 20 ? said : 0;
    }

    private static String text(@org.jspecify.annotations.Nullable String value) {
        return value == null ? "" : value;
    }

    private static List<PersonName> names(Patient patient) {
        return patient.getName().stream()
                .map(NameReading::read)
                .filter(name -> name.hasGiven() || name.hasFamily())
                .distinct()
                .sorted(Comparator.comparing(PersonName::former))
                .toList();
    }

    private static char sex(Patient patient) {
        if (!patient.hasGender()) {
            return ' ';
        }
        return switch (patient.getGender()) {
            case MALE -> 'M';
            case FEMALE -> 'F';
            case OTHER -> 'O';
            default -> ' ';
        };
    }

    private static List<PostalAddress> addresses(Patient patient) {
        return patient.getAddress().stream()
                .map(AddressReading::read)
                .filter(address -> address.hasStreet() || address.hasLocality())
                .distinct()
                .toList();
    }

    private static List<String> telecoms(Patient patient, boolean phones) {
        var values = new LinkedHashSet<String>();
        for (var telecom : patient.getTelecom()) {
            if (telecom.hasValue()) {
                var mail = telecom.getSystem() == ContactPointSystem.EMAIL
                        || telecom.getValue().indexOf('@') > 0;
                values.add(mail == phones ? "" : mail ? email(telecom) : phone(telecom));
            }
        }
        values.remove("");
        return List.copyOf(values);
    }

    private static String phone(ContactPoint telecom) {
        if (telecom.hasSystem()
                && !Set.of(ContactPointSystem.PHONE, ContactPointSystem.SMS, ContactPointSystem.OTHER)
                        .contains(telecom.getSystem())) {
            return "";
        }
        var number = EXTENSION.matcher(telecom.getValue()).replaceAll("");
        var digits = new StringBuilder();
        number.chars()
                .filter(Character::isDigit)
                .map(Character::getNumericValue)
                .forEach(digits::append);
        var significant = NO_DIGIT.matcher(digits).replaceAll("").replaceFirst("^0+", "");
        var last = significant.length() > PHONE_DIGITS
                ? significant.substring(significant.length() - PHONE_DIGITS)
                : significant;
        return Placeholders.isNoPhone(last) ? "" : last;
    }

    private static String email(ContactPoint telecom) {
        var address = telecom.getValue().strip().toLowerCase(Locale.ROOT).replaceFirst("^mailto:", "");
        var at = address.lastIndexOf('@');
        if (at <= 0 || at == address.length() - 1) {
            return "";
        }
        var local = address.substring(0, at).replaceFirst("\\+.*$", "");
        var domain = address.substring(at + 1).replaceFirst("^googlemail\\.", "gmail.");
        var mailbox = domain.startsWith("gmail.") ? local.replace(".", "") : local;
        return mailbox.isEmpty()
                        || Placeholders.isNoMailbox(mailbox.replace("-", "").replace(".", ""))
                ? ""
                : mailbox + '@' + domain;
    }

    private List<PersonIdentifier> identifiers(Patient patient) {
        var identifiers = new ArrayList<PersonIdentifier>();
        for (var identifier : patient.getIdentifier()) {
            var strength = strengths.of(identifier);
            var value = NO_LETTER_OR_DIGIT
                    .matcher(text(identifier.getValue()))
                    .replaceAll("")
                    .toUpperCase(Locale.ROOT);
            if (strength != IdentifierStrength.NONE
                    && NumberText.saysSomething(text(identifier.getValue()))
                    && !isPlaceholder(strength, value)
                    && identifier.getUse() != IdentifierUse.TEMP) {
                identifiers.add(new PersonIdentifier(strength, identifier.getSystem(), value, isFormer(identifier)));
            }
        }
        return identifiers.stream().distinct().toList();
    }

    private static boolean isPlaceholder(IdentifierStrength strength, String value) {
        return Placeholders.isNoNumber(value)
                || strength == IdentifierStrength.NATIONAL && Placeholders.isNoNationalNumber(value);
    }

    private static boolean isFormer(Identifier identifier) {
        return identifier.getUse() == IdentifierUse.OLD
                || identifier.getPeriod().hasEnd();
    }

    private static String mothersMaidenName(Patient patient) {
        var extension = patient.getExtensionByUrl(MOTHERS_MAIDEN_NAME);
        if (extension == null || !(extension.getValue() instanceof StringType said)) {
            return "";
        }
        var words = Folding.words(said.getValue());
        return Placeholders.isNoFamilyName(words) ? "" : String.join("", NameReading.family(words));
    }

    private static String practice(Patient patient) {
        var practitioner = patient.getGeneralPractitionerFirstRep();
        if (practitioner.hasReference()) {
            return practitioner.getReference();
        }
        return practitioner.getIdentifier().hasValue()
                ? practitioner.getIdentifier().getValue()
                : Folding.fold(practitioner.getDisplay());
    }
}
