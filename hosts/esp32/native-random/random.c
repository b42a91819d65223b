/* The ESP32's random number generator as functions of XS. */

#include <stddef.h>
#include "xsmc.h"
#include "bootloader_random.h"
#include "esp_random.h"
#include "esp_wifi.h"

/* Whether the converter feeds the generator; once it does, it does until the chip is reset. */
static int isFed;

static int radioIsOn(void)
{
	wifi_mode_t mode;
	return (ESP_OK == esp_wifi_get_mode(&mode)) && (WIFI_MODE_NULL != mode);
}

/*
 * feed(): for a board that never switches its radio on. The noise of the converter SAR ADC 2 feeds the generator instead (ESP-IDF
 * "Random Number Generation"). It needs that converter and I2S 0 for itself, and no radio; nothing else here uses them.
 */
void xs_chip_random_feed(xsMachine *the)
{
	if (radioIsOn())
		xsUnknownError("the radio is on, and uses the converter");
	if (isFed)
		return;
	bootloader_random_enable();
	isFed = 1;
}

/*
 * fill(buffer): all bytes of an ArrayBuffer. Without radio and converter the generator is fed by nothing that is random (ESP32
 * TRM 24), and a radio that sleeps feeds it nothing either: it must not, once somebody asks.
 */
void xs_chip_random_fill(xsMachine *the)
{
	void *bytes;
	xsUnsignedValue length;

	if (!isFed && (!radioIsOn() || (ESP_OK != esp_wifi_set_ps(WIFI_PS_NONE))))
		xsUnknownError("the radio is off or asleep: its noise is what is random");
	xsmcGetBufferWritable(xsArg(0), &bytes, &length);
	esp_fill_random(bytes, length);
}
