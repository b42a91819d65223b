/* Asks ethernet.c for the chip as the SDK's class does, and prints what came of it. */
#include <stdio.h>
#include "mc.defines.h"
#include "ethernet.h"
#include "esp_eth_mac_w5500.h"

esp_eth_mac_t *esp_eth_mac_new_w5500(const eth_w5500_config_t *chip, const eth_mac_config_t *mac)
{
	static esp_eth_mac_t made;
	const spi_device_interface_config_t *device = chip->spi_devcfg;

	printf("mac: host %d, interrupt %d, polled every %u ms, ", chip->spi_host_id, chip->int_gpio_num,
		(unsigned)chip->poll_period_ms);
	printf("select %d, frame %d + %d, stack %u\n", device->spics_io_num, device->command_bits, device->address_bits,
		(unsigned)mac->rx_task_stack_size);
	return &made;
}

esp_eth_phy_t *esp_eth_phy_new_w5500(const eth_phy_config_t *phy)
{
	static esp_eth_phy_t made;

	printf("phy: reset %d, negotiates for %u ms\n", phy->reset_gpio_num, (unsigned)phy->autonego_timeout_ms);
	return &made;
}

int main(void)
{
	spi_device_interface_config_t device = {
		.command_bits = MODDEF_ETHERNET_SPI_COMMAND_BITS,
		.address_bits = MODDEF_ETHERNET_SPI_ADDRESS_BITS,
		.spics_io_num = MODDEF_ETHERNET_SPI_CS_PIN,
	};

	return mod_ethernet_get_mac(device, MODDEF_ETHERNET_INT_PIN) && mod_ethernet_get_phy() ? 0 : 1;
}
