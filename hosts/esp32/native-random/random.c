/* The ESP32's random number generator as a function of XS. */

#include <stddef.h>
#include "xsmc.h"
#include "esp_random.h"
#include "esp_wifi.h"

/* Without its radio the generator is fed by nothing that is random (ESP32 TRM 24, ESP-IDF "Random Number Generation"). */
static int radioIsOn(void)
{
	wifi_mode_t mode;
	return (ESP_OK == esp_wifi_get_mode(&mode)) && (WIFI_MODE_NULL != mode);
}

/* fill(buffer): all bytes of an ArrayBuffer. */
void xs_chip_random_fill(xsMachine *the)
{
	void *bytes;
	xsUnsignedValue length;

	if (!radioIsOn())
		xsUnknownError("the radio is off: its noise is what is random");
	xsmcGetBufferWritable(xsArg(0), &bytes, &length);
	esp_fill_random(bytes, length);
}
