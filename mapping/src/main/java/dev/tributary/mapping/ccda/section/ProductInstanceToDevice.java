package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.NarrativeText;
import dev.tributary.mapping.ccda.xml.CdaElement;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Device.FHIRDeviceStatus;
import org.hl7.fhir.r4.model.DeviceUseStatement;
import org.hl7.fhir.r4.model.DeviceUseStatement.DeviceUseStatementStatus;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** Product Instance and Non-Medicinal Supply to <a href="https://hl7.org/fhir/us/core/STU6.1/StructureDefinition-us-core-implantable-device.html">Device</a>. */
final class ProductInstanceToDevice {

    private static final String UDI = "2.16.840.1.113883.3.3719";

    private ProductInstanceToDevice() {}

    /** Null unless the role is a product instance. */
    static @Nullable Reference map(Entry entry, CdaElement role) {
        if (!role.hasTemplate("2.16.840.1.113883.10.20.22.4.37") && !role.has("classCode", "MANU")) {
            return null;
        }
        var translation = entry.translation();
        var device = new Device();
        device.setId(translation.entryId("Device", role));
        device.setIdentifier(IiToIdentifier.all(role, translation.profile()));
        device.setPatient(translation.patient());
        var code = CdToCodeableConcept.map(role.at("playingDevice", "code"), translation);
        if (code == null) {
            code = CdToCodeableConcept.map(entry.element().child("code"), translation);
        }
        device.setType(code == null ? CdToCodeableConcept.absent("UNK") : code);
        device.setModelNumber(NarrativeText.words(role.at("playingDevice", "manufacturerModelName")));
        device.setManufacturer(NarrativeText.words(role.at("scopingEntity", "desc")));
        for (var id : role.children("id")) {
            var value = id.attribute("extension");
            if (id.has("root", UDI) && value != null) {
                UdiToDevice.map(value, device);
            }
        }
        return translation.write(device, role);
    }

    /** A supply: the device and that the patient uses it. */
    static Reference supply(Entry entry) {
        var element = entry.element();
        var translation = entry.translation();
        Reference device = null;
        for (var participant : element.children("participant")) {
            device = device == null ? map(entry, participant.child("participantRole")) : device;
        }
        device = device == null ? withoutInstance(entry) : device;
        var use = new DeviceUseStatement();
        use.setId(translation.entryId("DeviceUseStatement", element));
        use.setIdentifier(IiToIdentifier.all(element, translation.profile()));
        use.setSubject(translation.patient());
        use.setStatus(status(entry.statusCode()));
        use.setDevice(device);
        var time = IvlTsToPeriod.effective(element.child("effectiveTime"), translation);
        if (time != null) {
            use.setTiming(time);
        }
        use.setRecordedOnElement(Related.authored(translation, element));
        translation.write(use, element);
        return device;
    }

    private static DeviceUseStatementStatus status(String code) {
        return switch (code) {
            case "completed" -> DeviceUseStatementStatus.COMPLETED;
            case "aborted", "cancelled" -> DeviceUseStatementStatus.STOPPED;
            case "suspended", "held" -> DeviceUseStatementStatus.ONHOLD;
            default -> DeviceUseStatementStatus.ACTIVE;
        };
    }

    private static Reference withoutInstance(Entry entry) {
        var element = entry.element();
        var translation = entry.translation();
        var device = new Device();
        device.setId(translation.entryId("Device", element));
        device.setPatient(translation.patient());
        device.setStatus(FHIRDeviceStatus.ACTIVE);
        var code = CdToCodeableConcept.map(
                element.at("product", "manufacturedProduct", "manufacturedMaterial", "code"), translation);
        code = code == null ? CdToCodeableConcept.map(element.child("code"), translation) : code;
        if (code == null) {
            var words = NarrativeText.of(element.child("text"), translation);
            code = words == null ? CdToCodeableConcept.absent("UNK") : new CodeableConcept().setText(words);
        }
        device.setType(code);
        return translation.write(device, CdaElement.absent());
    }
}
