/* Calls random.c once for each state of the radio, and prints what became of the buffer. */
#include <stdio.h>
#include "xsmc.h"
#include "esp_random.h"
#include "esp_wifi.h"

void xs_chip_random_fill(xsMachine *the);

static esp_err_t state;
static wifi_mode_t mode;

esp_err_t esp_wifi_get_mode(wifi_mode_t *answer)
{
	*answer = mode;
	return state;
}

void esp_fill_random(void *buffer, size_t length)
{
	for (size_t i = 0; i < length; i++)
		((unsigned char *)buffer)[i] = (unsigned char)(i + 1);
}

static void run(const char *name, esp_err_t withState, wifi_mode_t withMode)
{
	unsigned char bytes[5] = {0};
	xsMachine machine = {.bytes = bytes, .length = 4};
	state = withState;
	mode = withMode;
	if (setjmp(machine.thrown))
		printf("%s: thrown,", name);
	else {
		xs_chip_random_fill(&machine);
		printf("%s: filled,", name);
	}
	for (int i = 0; i < 5; i++)
		printf(" %d", bytes[i]);
	printf("\n");
}

int main(void)
{
	run("never started", 0x3001, WIFI_MODE_NULL);
	run("off", ESP_OK, WIFI_MODE_NULL);
	run("on", ESP_OK, WIFI_MODE_STA);
	return 0;
}
