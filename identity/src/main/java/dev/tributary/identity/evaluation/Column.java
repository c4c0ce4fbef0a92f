package dev.tributary.identity.evaluation;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a column of a person CSV may hold, and the headers by which it is recognised, without case, blanks and punctuation. */
public enum Column {
    ID("recid", "id", "recordid", "rowid", "uid", "uniqueid", "recno", "key", "index", "identifier"),
    PERSON(
            "person",
            "personid",
            "cluster",
            "clusterid",
            "entity",
            "entityid",
            "truth",
            "trueid",
            "group",
            "euid",
            "empi",
            "truthid"),
    GIVEN(
            "givenname",
            "given",
            "givennames",
            "first",
            "firstname",
            "fname",
            "firstname1",
            "forename",
            "forename1",
            "forenames",
            "christianname",
            "vorname",
            "voornaam",
            "prenom",
            "nombre",
            "nome"),
    MIDDLE("middlename", "middle", "middlenames", "mname", "middleinitial", "secondname", "mi"),
    FAMILY(
            "surname",
            "familyname",
            "family",
            "last",
            "lastname",
            "lname",
            "sname",
            "familyname1",
            "surname1",
            "nachname",
            "achternaam",
            "nom",
            "apellido",
            "apellidos",
            "cognome",
            "sobrenome",
            "familienname"),
    FORMER_FAMILY(
            "maidenname",
            "birthname",
            "formername",
            "previoussurname",
            "maiden",
            "formersurname",
            "geburtsname",
            "previousname",
            "formerfamily"),
    FULL_NAME("name", "fullname", "patientname", "personname", "displayname"),
    SUFFIX("suffix", "namesuffix", "generation", "sfx"),
    BIRTH_DATE(
            "dateofbirth",
            "dob",
            "birthdate",
            "birthday",
            "born",
            "dateborn",
            "geburtsdatum",
            "geboortedatum",
            "birthdt",
            "fechanacimiento",
            "datebirth"),
    BIRTH_YEAR("birthyear", "yob", "yearofbirth", "by", "dobyear", "dobyr", "birthyr"),
    BIRTH_MONTH("birthmonth", "mob", "monthofbirth", "bm", "dobmonth", "dobmon", "dobmo"),
    BIRTH_DAY("birthdaynumber", "dayofbirth", "bd", "dobday"),
    SEX("sex", "gender", "sexcode", "administrativesex", "administrativegender", "geschlecht", "geslacht", "sexo"),
    PHONE(
            "phone",
            "phonenumber",
            "telephone",
            "tel",
            "mobile",
            "homephone",
            "cell",
            "phone1",
            "mobilephone",
            "telefon",
            "telefono",
            "phonehome",
            "cellphone",
            "telephonenumber",
            "contactnumber",
            "phoneno",
            "telno",
            "telephoneno",
            "telephone1",
            "mobilenumber",
            "mobileno",
            "mobile1",
            "primaryphone",
            "homephonenumber",
            "cellphonenumber"),
    PHONE_2("phone2", "workphone", "otherphone", "phonework", "mobile2", "phonemobile", "businessphone"),
    EMAIL("email", "emailaddress", "mail", "emailid", "email1", "mailaddress", "telecomemail"),
    STREET_NUMBER(
            "streetnumber", "housenumber", "streetno", "houseno", "number", "hausnummer", "huisnummer", "stnumber"),
    STREET(
            "address1",
            "address",
            "street",
            "streetaddress",
            "addressline1",
            "address1street",
            "streetname",
            "addr",
            "addr1",
            "line1",
            "strasse",
            "straat",
            "addressline",
            "streetaddress1",
            "street1",
            "addressstreet",
            "homeaddress",
            "residentialaddress",
            "postaladdress",
            "adresse",
            "direccion"),
    STREET_2("address2", "addressline2", "addr2", "line2", "street2", "unit", "apartment"),
    CITY(
            "suburb",
            "city",
            "town",
            "locality",
            "municipality",
            "cityname",
            "addresscity",
            "towncity",
            "citytown",
            "homecity",
            "ort",
            "stadt",
            "plaats",
            "ciudad",
            "village",
            "placeofresidence"),
    POSTCODE(
            "postcode",
            "zip",
            "zipcode",
            "postalcode",
            "plz",
            "postnumber",
            "codigopostal",
            "postalzip",
            "postal",
            "zip5",
            "zipcode5",
            "addresszip",
            "addresspostalcode",
            "pcode"),
    STATE("state", "province", "region", "county", "bundesland", "statecode"),
    FORMER_STREET("formeraddress", "previousaddress", "oldaddress", "formerstreet", "previousstreet"),
    FORMER_CITY("formercity", "previouscity", "oldcity", "formersuburb"),
    FORMER_POSTCODE("formerpostcode", "previouspostcode", "oldpostcode", "formerzip", "previouszip"),
    NATIONAL_ID(
            "socsecid",
            "ssn",
            "socialsecuritynumber",
            "socialsecurityno",
            "socsecno",
            "socsecnumber",
            "nationalidnumber",
            "nationalidno",
            "nationalinsurancenumber",
            "idcardnumber",
            "cpf",
            "curp",
            "ahvnumber",
            "nationalid",
            "nationalidentifier",
            "nhsnumber",
            "nhsno",
            "bsn",
            "sin",
            "nino",
            "soc",
            "socialsecurity",
            "ssnid",
            "dni",
            "personnummer",
            "medicare",
            "ihi",
            "ssid",
            "nationalnumber",
            "healthnumber",
            "nhs"),
    LICENCE(
            "driverslicence",
            "driverslicense",
            "driverlicense",
            "driverlicence",
            "dl",
            "licence",
            "license",
            "dlnumber",
            "drivinglicence",
            "licensenumber",
            "driverslicensenumber",
            "driverslicencenumber",
            "driverlicensenumber",
            "driverlicencenumber",
            "licenseno",
            "licenceno",
            "licencenumber",
            "passport",
            "passportnumber"),
    RECORD_NUMBER(
            "mrn",
            "medicalrecordnumber",
            "patientid",
            "pid",
            "patid",
            "patientnumber",
            "hospitalnumber",
            "chartnumber",
            "mrnumber",
            "mrnid",
            "mrno",
            "medicalrecordno",
            "medrecno",
            "recordnumber",
            "hospitalid",
            "hospitalno",
            "localid"),
    INSURANCE(
            "insurance", "insuranceid", "memberid", "insurancenumber", "subscriberid", "policynumber", "membernumber"),
    MOTHERS_MAIDEN_NAME("mothersmaidenname", "mothermaidenname", "mothersname", "mothersmaiden", "mmn", "mothername"),
    BIRTH_ORDER("birthorder", "multiplebirthorder", "birthnumber", "twinorder"),
    PRACTICE("practice", "gp", "generalpractitioner", "primarycare", "pcp", "practicecode"),
    SOURCE("source", "facility", "system", "dataset", "origin", "mrnsystem", "assigningauthority");

    private static final Pattern SUBJECT = Pattern.compile("^(?:patients?|pat|pt|person|client|member|subject|legal)");

    private final List<String> headers;

    Column(String... headers) {
        this.headers = List.of(headers);
    }

    /** The column that a header names; empty if none is recognised. */
    public static Optional<Column> of(String header) {
        var folded = folded(header);
        var whole = exactly(folded);
        // "patient_first_name", "PAT_DOB": of whom it is said goes without saying.
        return whole.isPresent() ? whole : exactly(SUBJECT.matcher(folded).replaceFirst(""));
    }

    private static String folded(String header) {
        var plain = Normalizer.normalize(header, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
        return plain.replace("ß", "ss").replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private static Optional<Column> exactly(String folded) {
        for (var column : values()) {
            if (column.headers.contains(folded)
                    || column.code().replace("-", "").equals(folded)) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    /** How plainly a header names this column; less is plainer. */
    int rank(String header) {
        var at = headers.indexOf(folded(header));
        return at < 0 ? headers.size() : at;
    }

    /** As a file of columns and a generated header spell it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
