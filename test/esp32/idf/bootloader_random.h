/* As much of ESP-IDF as random.c calls: a converter that is switched on. */
void bootloader_random_enable(void);
