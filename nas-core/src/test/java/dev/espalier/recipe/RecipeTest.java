package dev.espalier.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecipeTest {
  private static final Augmentation FLIP = new Augmentation.Flip();
  private static final Augmentation CROP = new Augmentation.Crop(4);

  @Test
  void withoutAugmentationTheHashIsThatOfTheOtherFields() {
    assertEquals("1036a0bf0074", Recipe.builder().warmupFraction(0.0).build().hash());
    assertEquals("1036a0bf0074", Recipe.builder().warmupFraction(0.0).augment().build().hash());
  }

  @Test
  void eachAugmentationAndItsStrengthIsPartOfTheHash() {
    String crop = Recipe.builder().augment(CROP).build().hash();
    assertNotEquals(Recipe.builder().build().hash(), crop);
    assertNotEquals(Recipe.builder().augment(new Augmentation.Crop(3)).build().hash(), crop);
    assertNotEquals(Recipe.builder().augment(CROP, FLIP).build().hash(), crop);
  }

  @Test
  void carriedStatesArePartOfTheHash() {
    assertNotEquals(Recipe.builder().build().hash(), Recipe.builder().tbptt(true).build().hash());
  }

  @Test
  void theOrderOfAugmentationsIsNoPartOfTheHash() {
    assertEquals(
        Recipe.builder().augment(FLIP, CROP).build().hash(),
        Recipe.builder().augment(CROP, FLIP).build().hash());
  }

  @Test
  void anAugmentationIsThereOnce() {
    Recipe.Builder recipe = Recipe.builder().augment(CROP, FLIP, new Augmentation.Crop(2));
    assertEquals(
        "augment lists crop twice; each may be there once",
        assertThrows(IllegalArgumentException.class, recipe::build).getMessage());
  }

  @Test
  void aRecipeKeepsItsAugmentationsWhateverHappensToTheList() {
    List<Augmentation> list = new ArrayList<>(List.of(FLIP));
    Recipe recipe = Recipe.builder().augment(list).build();
    list.add(CROP);
    assertEquals(List.of(FLIP), recipe.augment());
    assertEquals(recipe, recipe.toBuilder().build());
  }
}
