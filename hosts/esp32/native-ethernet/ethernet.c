/*
 * The W5500 for the SDK's Ethernet class. The SDK's own w5500_api.c wants the chip's driver from the ESP-IDF, which 6.0 has given
 * away: it is the component espressif/w5500 now, with headers of its own. 1.x fits; 2.0 has moved the fields of the configuration.
 *
 * What the class does (SDK 8.2.3, modules/io/ethernet/esp32/ethernet-esp32.c): where MODDEF_ETHERNET_SPI_MISO_PIN is defined it
 * initialises a bus of its own, here SPI 3, for the display has SPI 2, with whichever of the ESP32's two DMA channels is left.
 * It does so once for each instance until one finds a chip, and a second time aborts: a board makes one instance. The network
 * stack and the default event loop it starts itself, or takes as Wi-Fi has left them. No option of sdkconfig is wanted:
 * CONFIG_ETH_USE_SPI_ETHERNET is on by default, and CONFIG_ETH_SPI_ETHERNET_W5500 is no more.
 */

#include "mc.defines.h"
#include "esp_eth_mac_w5500.h"
#include "esp_eth_phy_w5500.h"
#include "ethernet.h"

/* The component's advice, lest the task that receives overflows its stack. */
#define RECEIVER_STACK 4096

esp_eth_mac_t *mod_ethernet_get_mac(spi_device_interface_config_t device, int interruptPin)
{
	eth_w5500_config_t chip = ETH_W5500_DEFAULT_CONFIG(MODDEF_ETHERNET_SPI_PORT, &device);
	eth_mac_config_t mac = ETH_MAC_DEFAULT_CONFIG();

	chip.int_gpio_num = interruptPin;
	mac.rx_task_stack_size = RECEIVER_STACK;
	return esp_eth_mac_new_w5500(&chip, &mac);
}

esp_eth_phy_t *mod_ethernet_get_phy(void)
{
	eth_phy_config_t phy = ETH_PHY_DEFAULT_CONFIG();

	phy.reset_gpio_num = MODDEF_ETHERNET_RESET_PIN;
	/* The terminal does not stand still until a cable is in. */
	phy.autonego_timeout_ms = 0;
	return esp_eth_phy_new_w5500(&phy);
}
