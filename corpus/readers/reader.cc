#include "corpus/readers/reader.h"
