/* What the SDK's Ethernet class (modules/io/ethernet/esp32) asks of the driver of an SPI chip. */

#include "esp_eth_mac.h"
#include "esp_eth_phy.h"
#include "driver/spi_master.h"

/* Both NULL where there is no memory. */
esp_eth_mac_t *mod_ethernet_get_mac(spi_device_interface_config_t device, int interruptPin);
esp_eth_phy_t *mod_ethernet_get_phy(void);
