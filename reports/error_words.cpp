#include "reports/error_words.h"

#include "commissioning/identity.h"
#include "reports/error_parts.h"
#include "store/secret_store.h"
#include "text/catalogue.h"
#include "text/text.h"

#include <new>

namespace firstlight::reports {

namespace {

ErrorWords words_of(const station::NoStation& error) {
    return {text::tr("No station was found"),
            text::tr("Something is connected, but no device answered as one that a profile knows."),
            text::tr("Check that the station is switched on and its Modbus addresses are set, then scan all unit ids. "
                     "For another maker's device add a profile for it."),
            error.what(), exit_not_reached};
}

ErrorWords words_of(const transport::EndpointError& error) {
    return {text::tr("The address of the station cannot be read"),
            text::trf("\"{}\" is not an address in a form that Firstlight knows.", error.text()),
            text::tr("Write it like tcp:192.168.4.1:502, rtu:/dev/ttyUSB0:9600:8N1, rtu:COM5:9600:8N1 or "
                     "rtutcp:192.168.1.50:4001."),
            error.what(), exit_wrong_use};
}

ErrorWords words_of(const formats::FormatError& error) {
    return {text::tr("Data has a form that cannot be understood"),
            text::tr("Bytes from a device or a file do not follow their format."),
            text::tr("Try once more. If it happens again, keep the link's trace and send it to support."), error.what(),
            exit_not_reached};
}

ErrorWords words_of(const text::CatalogueError& error) {
    return {
        text::tr("The language cannot be used"),
        text::trf("It was asked for, but {}.", error.what()),
        text::tr(
            "Choose another language with --language, FIRSTLIGHT_LANGUAGE or in the settings, or install Firstlight "
            "again."),
        {},
        exit_wrong_use};
}

ErrorWords words_of(const commissioning::DifferentStation& other) {
    return {text::tr("This is another station than the visit's"),
            text::trf("The visit belongs to station {}, but {} answers here. Nothing was written.", other.expected(),
                      other.found()),
            text::tr("Check the address. When the first inverter was replaced, list its old serial number in the plan "
                     "under \"former_anchors\". Else begin a new visit."),
            text::trf("Visit: {}", other.visit()), exit_wrong_use};
}

ErrorWords words_of(const commissioning::StationUnconfirmed& unknown) {
    if (unknown.found().empty())
        return {
            text::tr("It is not known which station this is"),
            text::tr("No serial number could be read now. Nothing was written."),
            text::tr("Check the link and look for the devices again. A station that never tells its serial number is "
                     "commissioned after a look at its type plate (same_station in the plan)."),
            {},
            exit_wrong_use};
    return {text::tr("It is not known whether this is the visit's station"),
            text::trf("In its earlier sessions no serial number could be read. Now station {} answers. Nothing was "
                      "written.",
                      unknown.found()),
            text::tr("Compare the number with the type plate. If it is the same station, go on with "
                     "--same-station. Else begin a new visit."),
            text::trf("Visit: {}", unknown.visit()), exit_wrong_use};
}

ErrorWords words_of(const commissioning::StationChanged& changed) {
    if (!changed.found())
        return {text::tr("The station is not connected any more"),
                text::tr("The connection was closed. Nothing was written."),
                text::tr("Connect to it again."),
                {},
                exit_not_reached};
    return {text::tr("Another station answers now"),
            text::trf("What is shown was read from station {}, but {} answers. Nothing was written.",
                      changed.expected(), *changed.found()),
            text::tr("Go back and open this station's settings, or connect to the one before."),
            {},
            exit_wrong_use};
}

ErrorWords words_of(const store::SecretStoreError& error) {
    return {text::tr("The system's secret store cannot be used"),
            text::trf("Passwords and card numbers are kept there, never in a file. It says: {}", error.what()),
            text::tr("On Linux log in to a desktop with a keyring, or start one, and unlock it. Else type the secret "
                     "in the window or give it with \"cards add\"."),
            {},
            exit_wrong_use};
}

ErrorWords out_of_memory() {
    return {text::tr("This computer is out of memory"),
            text::tr("Other programs may be using it up."),
            text::tr("Close other programs and start Firstlight again. The visit is saved after every item."),
            {},
            exit_wrong_use};
}

ErrorWords unexpected(const std::string& details) {
    return {text::tr("Something unexpected happened"),
            text::tr("This is a fault that Firstlight does not know. What was done before is saved in the visit."),
            text::tr("Open the visit again to go on. If it happens again, send the details to support."), details,
            exit_wrong_use};
}

}  // namespace

ErrorWords describe(const std::exception_ptr& error) {
    if (!error) return unexpected(text::tr("no error was given"));
    try {
        std::rethrow_exception(error);
    } catch (const transport::LinkError& link) {
        return describe(link.endpoint(), link.fault());
    } catch (const transport::DeviceRefused& refused) {
        return words_of(refused);
    } catch (const station::ValueNotAccepted& refused) {
        return words_of(refused);
    } catch (const station::ConsentMissing& missing) {
        return words_of(missing);
    } catch (const commissioning::DifferentStation& other) {
        return words_of(other);
    } catch (const commissioning::StationUnconfirmed& unknown) {
        return words_of(unknown);
    } catch (const commissioning::StationChanged& changed) {
        return words_of(changed);
    } catch (const station::NoStation& none) {
        return words_of(none);
    } catch (const transport::EndpointError& endpoint) {
        return words_of(endpoint);
    } catch (const formats::FileError& file) {
        return words_of(file);
    } catch (const formats::FormatError& format) {
        return words_of(format);
    } catch (const store::StoreError& store) {
        return words_of(store);
    } catch (const store::SecretStoreError& secrets) {
        return words_of(secrets);
    } catch (const text::CatalogueError& language) {
        return words_of(language);
    } catch (const std::system_error& system) {
        return words_of(system);
    } catch (const std::bad_alloc&) {
        return out_of_memory();
    } catch (const std::exception& other) {
        return unexpected(other.what());
    } catch (...) {
        return unexpected(text::tr("not a standard exception"));
    }
}

}  // namespace firstlight::reports
